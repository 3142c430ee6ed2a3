using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

public class MappingReviewTests
{
    [Fact]
    public void A_mapping_that_nobody_reviewed_is_refused_with_what_to_write()
    {
        var refusal = MappingReview.Refusal(ExportFolder.Source());
        Assert.Equal(
            "Nobody has reviewed the mapping of «Source» yet. Compare sources/source.yaml with the form, then write there who did (a role, never a name) and when: reviewed: { by: …, on: yyyy-MM-dd }.",
            refusal);
    }
}
