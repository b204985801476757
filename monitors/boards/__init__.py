"""The rankings and lists that are known, one TOML file each, and the catalogue that recognises them."""
