// Keys come from environment variables, which all tests of a process share.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
