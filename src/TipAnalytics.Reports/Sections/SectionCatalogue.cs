using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>All that a section is written from.</summary>
internal sealed class SectionContext(ReleaseView view, ProductDefinition product, Figures figures)
{
    public ReleaseView View { get; } = view;

    public ReportTexts Texts => View.Texts;

    public ProductDefinition Product { get; } = product;

    public Figures Figures { get; } = figures;

    public FindingWords Findings { get; } = new(view);

    public ToldFindings Told { get; } = new(view);

    public CellWords Cells { get; } = new(view);

    public Headlines Headlines { get; } = new(view);

    /// <summary>Pictures placed so far in the document.</summary>
    public List<Figure> Placed { get; } = [];
}

/// <summary>The sections a product definition may name.</summary>
internal static class SectionCatalogue
{
    public static readonly IReadOnlyDictionary<string, Func<SectionContext, IEnumerable<Block>>> All =
        new Dictionary<string, Func<SectionContext, IEnumerable<Block>>>(StringComparer.Ordinal)
        {
            ["summary"] = SummarySection.Write,
            ["contents"] = context => [new ContentsList(context.Texts["contents"])],
            ["revision"] = RevisionSection.Write,
            ["coverage"] = CoverageSection.Write,
            ["context"] = ContextSection.Write,
            ["register"] = RegisterSection.Questions,
            ["law"] = RegisterSection.Law,
            ["factors"] = RegisterSection.Factors,
            ["events"] = RegisterSection.Events,
            ["findings"] = FindingsSection.Write,
            ["convergence"] = ConvergenceSection.Write,
            ["gaps"] = GapsSection.Write,
            ["response"] = ResponseSection.Write,
            ["definitions"] = AnnexSection.Definitions,
            ["latest-values"] = AnnexSection.LatestValues,
            ["sources"] = AnnexSection.Sources,
            ["methodology"] = AnnexSection.Methodology,
            ["disclosure"] = AnnexSection.Disclosure,
            ["limits"] = AnnexSection.Limits,
            ["hno-reading"] = HnoSection.Reading,
            ["hno-context"] = HnoSection.ContextAndShocks,
            ["hno-protection"] = HnoProtectionSection.Write,
            ["hno-evidence"] = HnoEvidenceSection.Write,
            ["hno-map"] = HnoSection.Map,
            ["hno-trend"] = HnoSection.TrendPanel,
            ["hno-monitoring"] = HnoSection.Monitoring,
            ["hno-annexes"] = HnoSection.Annexes,
            ["figure-data"] = AnnexSection.FigureData,
            ["hct-note"] = HctSection.Write,
            ["messages"] = MessagesSection.Messages,
            ["talking-points"] = MessagesSection.Talking,
            ["if-asked"] = MessagesSection.Asked,
            ["sheet"] = SheetSection.Write,
            ["coverage-brief"] = CoverageSection.Brief,
            ["pau-attention"] = PauSection.Attention,
            ["pau-risk"] = PauSection.Risk,
            ["pau-method"] = PauSection.Method,
            ["gap-analysis"] = GapAnalysisSection.Write,
            ["gaps-brief"] = GapsSection.Brief,
        };
}
