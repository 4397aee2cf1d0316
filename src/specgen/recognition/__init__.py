"""Which clause stands where in a document: by its mark, its bookmark, its heading, or its words."""
