namespace TipAnalytics.SampleData;

/// <summary>Everything the generator makes; the same bytes at every run and on every machine.</summary>
public static class SampleOperation
{
    /// <param name="sampleFolder">Receives <c>lake-region/inbox/SOURCE/…</c> and the lists of planted truths and traps.</param>
    /// <param name="operationFolder">Receives <c>boundaries/lake-region-adm2.geojson</c>.</param>
    public static void Write(string sampleFolder, string operationFolder)
    {
        var inbox = Path.Combine(sampleFolder, "lake-region", "inbox");
        Boundaries.Write(Path.Combine(operationFolder, "boundaries", "lake-region-adm2.geojson"));
        new HouseholdInterviews(inbox).Write();
        new KeyInformants(inbox).Write();
        new CopingSurveys(inbox).Write();
        new GbvIncidents(inbox).Write();
        new ChildCases(inbox).Write();
        new ServiceMap(inbox).Write();
        PlantedLists.Write(Path.Combine(sampleFolder, "lake-region"));
    }
}
