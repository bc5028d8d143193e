"""What a search costs in Elasticsearch, from a thousand templates to a million."""
