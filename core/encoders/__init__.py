"""How faces become templates: the only rooms that know deepface."""
