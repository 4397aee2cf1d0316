"""Documents with figures: types that are data alone (tables, figures, conditions), files of such a type, and what is
computed of them and held against them."""
