using System.Diagnostics;
using TipAnalytics.Pipeline.Definitions;
namespace TipAnalytics.Pipeline.Tests.Definitions;
public class ProbeTests
{
    [Fact]
    public void Probe()
    {
        var watch = Stopwatch.StartNew();
        string text = "";
        for (var i = 0; i < 4; i++)
        {
            watch.Restart();
            try { CatalogueLoader.Load("/tmp/defs-probe/cat"); text += "loaded\n"; } catch (DefinitionException e) { if (i == 0) text += e.Message; }
            text += "\nms " + watch.ElapsedMilliseconds;
        }
        File.WriteAllText("/tmp/defs-probe/out.txt", text);
    }
}
