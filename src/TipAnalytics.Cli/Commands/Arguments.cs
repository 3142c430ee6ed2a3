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

    /// <summary>A whole number; anything else is said to be none, with the limits.</summary>
    public static Option<int> Number(string name, string description, int start, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => start,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: give a number from {least} to {most}."));
            return start;
        },
    };

    /// <summary>One of the values of an enum, in lower case.</summary>
    public static Option<T> Choice<T>(string name, string description, T start) where T : struct, Enum => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => start,
        CustomParser = result =>
        {
            // By name: Enum.Parse would take «1» and «ingest,month» as well.
            foreach (var value in Enum.GetValues<T>())
            {
                if (string.Equals(value.ToString(), result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            result.AddError($"{name}: give one of {string.Join(", ", Enum.GetNames<T>().Select(each => each.ToLowerInvariant()))}.");
            return start;
        },
    };

    private static DateOnly? Day(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError("--as-of: give a day as yyyy-MM-dd, e.g. 2026-08-15.");
        return null;
    }
}
