using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TipAnalytics.Cli.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Arguments
{
    public static Argument<string> Operation() => new("DIR") { Description = "Folder of the operation (holds operation.yaml)" };

    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "Report as of this day (yyyy-MM-dd); default: the operation's as_of, else today",
        CustomParser = Day,
    };

    private static DateOnly? Day(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError("--as-of: give a day as yyyy-MM-dd, e.g. 2026-08-15.");
        return null;
    }
}
