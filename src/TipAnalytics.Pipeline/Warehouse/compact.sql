-- The database into a fresh file; both lie in the private working folder.
attach '{old}' as old (read_only);
attach '{new}' as new;
copy from database old to new;
checkpoint new;
detach new;
detach old;
