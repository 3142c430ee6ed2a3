namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The linear programs of a block, for each measure one of the sums alone and, once it is needed, one with weighted shares.</summary>
internal sealed class BlockPrograms(AdditiveTable table, Block block) : IDisposable
{
    // No share is hidden to keep the weights of another: one of the interviewed says more than none.
    private const double StatedCellPrice = 100;

    private readonly WeightedStatement[][] statements =
        [.. table.Counts.Select((_, measure) => block.Statements.Where(statement => statement.Measure == measure).ToArray())];
    private readonly ElasticProgram[] plain = [.. table.Counts.Select(counts => new ElasticProgram(counts, block, []))];
    private readonly ElasticProgram?[] stated = new ElasticProgram?[table.Counts.Length];
    private readonly ShareRepair?[] repairs = new ShareRepair?[table.Counts.Length];
    private readonly double?[] prices = new double?[block.Cells.Length];
    private readonly HashSet<int> statedPlaces = [.. block.Statements.Select(statement => block.Position[statement.Cell])];
    private Func<WeightedStatement, double> statementPrice = _ => 0;

    public ElasticProgram this[int measure] => plain[measure];

    public ShareRepair Repair(int measure) => repairs[measure] ??= new(block, measure);

    public ElasticProgram Stated(int measure)
    {
        if (stated[measure] is { } program)
            return program;
        program = stated[measure] = new(table.Counts[measure], block, statements[measure]);
        for (var place = 0; place < prices.Length; place++)
            program.SetPrice(place, StatedPrice(place));
        SetStatementPrices(statementPrice);
        return program;
    }

    public void SetPrice(int place, double? price)
    {
        prices[place] = price;
        foreach (var program in plain)
            program.SetPrice(place, price);
        foreach (var program in stated)
            program?.SetPrice(place, StatedPrice(place));
    }

    private double? StatedPrice(int place) => prices[place] * (statedPlaces.Contains(place) ? StatedCellPrice : 1);

    public void SetStatementPrices(Func<WeightedStatement, double> price)
    {
        statementPrice = price;
        for (var measure = 0; measure < stated.Length; measure++)
            for (var at = 0; stated[measure] is { } program && at < statements[measure].Length; at++)
                program.SetStatementPrice(at, price(statements[measure][at]));
    }

    public void Dispose()
    {
        foreach (var program in plain)
            program.Dispose();
        foreach (var program in stated)
            program?.Dispose();
    }
}
