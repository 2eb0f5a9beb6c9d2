"""What connectors share: the only way to the network, paging, flattening."""
