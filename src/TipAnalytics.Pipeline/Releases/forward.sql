-- A released store of an earlier program into memory.
attach '{path}' as earlier (read_only);
copy from database earlier to memory;
detach earlier
