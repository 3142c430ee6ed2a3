using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class KnownColumnsTests
{
    private static readonly Catalogue Shipped = CatalogueLoader.Load(CatalogueFolder.Default);
    private static readonly IReadOnlyList<KnownColumn> Known = KnownColumns.Load(CatalogueFolder.Default, Shipped);

    [Theory]
    [InlineData("Lcs_crisis_ChildWork", "20")]
    [InlineData("LhCSICrisis1", "2")]
    [InlineData("fsl_lcsi_crisis1", "no_exhausted")]
    [InlineData("child_dropped_school", "already_exhausted_this_coping_strategy")]
    [InlineData("ChildLabour", "NoAlreadyDone")]
    public void Each_of_the_five_spellings_of_exhausted_is_known(string column, string raw) =>
        Assert.Equal("exhausted", Known.First(known => known.Column == column).Codes[raw]);

    [Fact]
    public void The_same_strategy_is_known_in_each_tier_and_list_it_can_stand_in() =>
        Assert.Equal(
            ["LcsEN_crisis_OutSchool crisis.out_school", "LcsEN_em_OutSchool em.out_school", "LcsR_crisis_OutSchool crisis.out_school", "LcsR_em_OutSchool em.out_school",
                "Lcs_crisis_OutSchool crisis.out_school", "Lcs_em_OutSchool em.out_school"],
            Known.Where(known => known.Column.EndsWith("_OutSchool", StringComparison.Ordinal)).Select(known => $"{known.Column} {known.Item}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_fault_of_the_file_is_said_with_its_line()
    {
        var folder = Directory.CreateTempSubdirectory("tip-known-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "dialects"));
        File.WriteAllText(Path.Combine(folder.FullName, "dialects", "known-columns.csv"), """
            tool,column,stream,field,item,codes
            wfp,HHHSex,fs_hh,head_sex,,1=woman; 2
            wfp,Lcs_em_Begged,fs_hh,coping,em.beg,10=no_need
            wfp,a,fs_hh,coping,,
            wfp,rCSIBorrow,fs_hh,rcsi_borow,,
            wfp,trafficked,fs_hh,rcsi_borrow,x,1=yes
            """);
        var failure = Assert.Throws<DefinitionException>(() => KnownColumns.Load(folder.FullName, Shipped));
        folder.Delete(recursive: true);
        Assert.Equal([2, 2, 3, 4, 5, 6, 6, 6], failure.Message.Split('\n').Select(fault => int.Parse(fault.Split("line ")[1].Split(':')[0], null)));
    }
}
