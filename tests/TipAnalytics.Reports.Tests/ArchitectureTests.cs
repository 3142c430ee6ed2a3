using System.Reflection;

namespace TipAnalytics.Reports.Tests;

public class ArchitectureTests
{
    [Fact]
    public void The_reports_project_does_not_reference_the_database() =>
        Assert.DoesNotContain(
            Assembly.Load("TipAnalytics.Reports").GetReferencedAssemblies(),
            name => name.Name!.StartsWith("DuckDB", StringComparison.Ordinal));
}
