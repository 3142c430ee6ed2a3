-- Definitions are text that people edit: they may not read files or the network.
set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set enable_external_access = false;
