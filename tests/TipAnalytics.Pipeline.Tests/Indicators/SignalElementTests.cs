using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>Rule PG-6: a whole legal definition is never assembled, whatever columns are called.</summary>
public class SignalElementTests
{
    private const string Adults = "age_group = 'adult'";

    [Fact]
    public void Act_means_and_purpose_of_an_adult_are_refused_together() => Assert.Equal(
        ["CO-99 brings act, means, purpose together: that is a whole legal definition, which no figure may assemble (rule PG-6: adults act, means and purpose; under 18 act and purpose). Leave an element out."],
        Faults(Adults, 3, Part("act", "adult", "has_act_signal"), Part("means", "adult", "has_means_signal"), Part("purpose", "adult", "has_purpose_signal")));

    [Fact]
    public void Two_of_the_three_may_stand_together_for_adults() =>
        Assert.Empty(Faults(Adults, 2, Part("act", "adult", "has_act_signal"), Part("means", "adult", "has_means_signal")));

    [Fact]
    public void Also_when_any_two_of_the_three_would_do_the_three_are_refused() =>
        Assert.Single(Faults(Adults, 2, Part("act", "adult", "has_act_signal"), Part("means", "adult", "has_means_signal"), Part("purpose", "adult", "has_purpose_signal")));

    [Theory]
    [InlineData("age_group = 'child'", "child")]
    [InlineData("true", "person")]
    public void Act_and_purpose_are_the_whole_definition_where_a_child_may_be_among_the_records(string universe, string about) => Assert.Equal(
        ["CO-99 brings act, purpose together, and children or unknown ages may be among its records: that is a whole legal definition, which no figure may assemble (rule PG-6: adults act, means and purpose; under 18 act and purpose). Leave an element out."],
        Faults(universe, 2, Part("act", about, "has_act_signal"), Part("purpose", about, "has_purpose_signal")));

    [Fact]
    public void Act_and_purpose_of_certain_adults_lack_the_means() =>
        Assert.Empty(Faults(Adults, 2, Part("act", "adult", "has_act_signal"), Part("purpose", "adult", "has_purpose_signal")));

    [Theory]
    [InlineData("true")]
    [InlineData("age_group is distinct from 'child'")]
    public void To_be_called_about_adults_the_universe_has_to_keep_others_out(string universe) => Assert.Equal(
        "CO-99 says that its parts are about adults, but its universe lets in records where age_group is another or unknown. Add age_group = 'adult' to the universe.",
        Faults(universe, 2, Part("act", "adult", "has_act_signal"), Part("means", "adult", "has_means_signal"))[0]);

    [Fact]
    public void A_column_under_another_name_still_tells_of_what_it_tells()
    {
        var renamed = new ModelDefinition("renamed", "-- renamed", """
            -- renamed: one row per incident, under other names.
            select *, has_act_signal as colour, list_has_any(string_split(violations, ' '), ['forced_labour']) as weather
            from pm_incident
            """, "models/renamed.sql");

        Assert.Contains("brings act, purpose together", Assert.Single(Faults("true", 2, "renamed", [renamed], Part("act", "child", "colour"), Part("purpose", "child", "weather"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_part_calls_itself_has_to_be_what_its_fields_say() => Assert.Equal(
        ["CO-99 calls «Part.» vulnerability, but the fields behind it tell of purpose. Say in \"element\" what its stream says of them."],
        Faults("age_group = 'child'", 2, Part("vulnerability", "child", "has_purpose_signal"), Part("vulnerability", "child", "is_without_care")));

    [Fact]
    public void An_element_in_the_universe_the_answers_or_a_split_counts_too() =>
        Assert.Contains("brings act, purpose", Assert.Single(Faults("has_act_signal", 2, Part("purpose", "child", "has_purpose_signal"), Part("vulnerability", "child", "is_without_care"))), StringComparison.Ordinal);

    [Fact]
    public void Parts_that_read_codes_of_one_field_tell_of_those_codes_only() =>
        Assert.Empty(Faults("true", 2, Part("purpose", "child", "list_contains(string_split(violations, ' '), 'forced_begging')"), Part("vulnerability", "child", "is_without_care")));

    private static List<string> Faults(string universe, int atLeast, params CombinationPart[] parts) => Faults(universe, atLeast, "pm_incident", [], parts);

    private static List<string> Faults(string universe, int atLeast, string model, ModelDefinition[] models, params CombinationPart[] parts)
    {
        var indicator = new IndicatorDefinition
        {
            Id = "CO-99", Title = "Title", Definition = "Definition", Family = "co_occurrence", Stream = "pm_inc", Model = model, Universe = universe, Parts = [.. parts], AtLeast = atLeast,
            Unit = "share", Direction = "none", Why = "", Caveat = "", LowMeans = "",
        };
        var fields = TestCatalogue.Shipped.Streams["pm_inc"].Fields.Select(field => new FieldDefinition { Name = field.Name, Type = field.Type, Label = field.Label, Codes = field.Codes, Sensitivity = field.Sensitivity, Element = field.Element }).ToList();
        var stream = new StreamDefinition { Id = "pm_inc", Title = "Incidents", Kind = StreamKind.Incidents, Unit = "incident", Fields = fields };
        var catalogue = TestCatalogue.Shipped with
        {
            Streams = TestCatalogue.Shipped.Streams.Values.Where(known => known.Id != "pm_inc").Append(stream).ToDictionary(known => known.Id),
            Models = TestCatalogue.Shipped.Models.Values.Concat(models).ToDictionary(known => known.Name),
            Indicators = new Dictionary<string, IndicatorDefinition> { ["CO-99"] = indicator },
            QualityRules = [],
        };
        return [.. ModelBinder.Bind(TestCatalogue.Operation(catalogue)).Select(fault => fault.Message)];
    }

    private static CombinationPart Part(string element, string about, string column) =>
        new() { Says = "Part.", Element = element, About = about, Base = $"({column}) is not null", Signal = column };
}
