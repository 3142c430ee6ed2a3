using TipAnalytics.Pipeline.Definitions;
using Xunit.Abstractions;

namespace TipAnalytics.Pipeline.Tests.Forms;

/// <summary>Direct and blunt questions among fine ones, in five languages: questions.csv was written without sight of the rules, the questions h-… to see what they miss.</summary>
public class QuestionRuleTests(ITestOutputHelper output)
{
    private static readonly QuestionRules Rules = QuestionRules.Load(CatalogueFolder.Default);

    [Fact]
    public void Of_the_questions_that_should_go_nearly_all_are_found_and_nearly_no_other()
    {
        var questions = FormQuestionSet.Read("questions.csv");
        var found = questions.Where(question => question.Found(Rules) is not null).ToList();
        var right = found.Count(question => question.Rules.Count > 0);
        var (precision, recall) = ((double)right / found.Count, (double)right / questions.Count(question => question.Rules.Count > 0));
        output.WriteLine(FormattableString.Invariant($"{questions.Count} questions, precision {precision:0.000}, recall {recall:0.000}, rule right {found.Count(question => question.Rules.Contains(question.Found(Rules)!))} of {right}"));
        foreach (var question in questions.Where(question => (question.Found(Rules) is null) != (question.Rules.Count == 0)))
            output.WriteLine($"{question.Id} {question.Language} [{string.Join(' ', question.Rules)}] found {question.Found(Rules) ?? "nothing"}: {question.Label} | {string.Join(", ", question.Choices)}");
        Assert.True(questions.Count >= 150);
        Assert.True(precision >= 0.95, "precision");
        Assert.True(recall >= 0.95, "recall");
    }

    [Theory]
    [InlineData("Which of these did you have to do in the last 30 days?", "Sell household goods", "Exchange sex for food")]
    [InlineData("Qu'avez-vous dû faire ces 30 derniers jours pour vous nourrir ?", "Vendre des biens du ménage", "Échanger des rapports sexuels contre de la nourriture")]
    [InlineData("¿Qué ha tenido que hacer usted en los últimos 30 días?", "Vender enseres del hogar", "Tener relaciones sexuales a cambio de comida")]
    [InlineData("ما الذي اضطررت أنت إلى فعله خلال الثلاثين يوماً الماضية؟", "بيع أثاث المنزل", "ممارسة الجنس مقابل الطعام")]
    [InlineData("Що вам довелося робити протягом останніх 30 днів?", "Продати домашнє майно", "Надавати секс в обмін на їжу")]
    public void A_blunt_option_under_a_harmless_question_is_found_when_both_are_read_together(string question, string harmless, string blunt)
    {
        Assert.Null(Rules.Find(question));
        Assert.Null(Rules.FindOption(question, harmless));
        Assert.Equal("BQ-5", Rules.FindOption(question, blunt)?.Id);
    }
}
