"""Where templates and small documents are kept. Each room implements `core.ports.Store`."""
