"""What an approval needs as numbers and tables: dossier, forms, quotas, tract plans."""
