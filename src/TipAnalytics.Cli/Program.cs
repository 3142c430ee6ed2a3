return TipAnalytics.Cli.CommandLine.Run(args);
