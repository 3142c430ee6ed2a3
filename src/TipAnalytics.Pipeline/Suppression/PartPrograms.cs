namespace TipAnalytics.Pipeline.Suppression;

/// <summary>What finds the witnesses of a model, for each measure: exchanges, an elastic program of the sums alone and, once it is needed, one with weighted shares.</summary>
internal sealed class PartPrograms(GroupModel model, LossOfHiding loss) : IDisposable
{
    // A weighted share is given up in its whole series, so that costs more than a few details of one period.
    private const double StatementPrice = 20;

    // No share is hidden to keep the weights of another: one of the interviewed says more than none.
    private const double StatedRowPrice = 100;

    private readonly ElasticProgram?[] plain = new ElasticProgram?[model.Totals.Length];
    private readonly ElasticProgram?[] stated = new ElasticProgram?[model.Totals.Length];
    private readonly Exchanges?[] exchanges = new Exchanges?[model.Totals.Length];
    private readonly Balance?[] balances = new Balance?[model.Totals.Length];
    private readonly ShareRepair?[] repairs = new ShareRepair?[model.Totals.Length];
    private readonly HashSet<int> statedCells = [.. model.Part.Statements.Select(statement => statement.Cell)];

    public ElasticProgram Plain(int measure) => plain[measure] ??= Priced(new(model, measure, [.. model.Statements[measure].Where(statement => statement.Source.Cell < 0)]), 1);

    public ElasticProgram Stated(int measure)
    {
        var program = stated[measure] ??= Priced(new(model, measure, model.Statements[measure]), StatedRowPrice);
        for (var at = 0; at < model.Statements[measure].Length; at++)
        {
            var statement = model.Statements[measure][at];
            program.SetStatementPrice(at, loss.IsMade(statement.Source) ? StatementPrice * loss.OfCell(statement.Source.Cell) / statement.Weights.Max() : 0);
        }
        return program;
    }

    public Exchanges Exchanges(int measure) => exchanges[measure] ??= new(model, measure);

    public Balance Balance(int measure) => balances[measure] ??= new(model, measure);

    public ShareRepair Repair(int measure) => repairs[measure] ??= new(model, measure);

    /// <param name="rows">Rows of the model whose price has changed.</param>
    public void Reprice(IEnumerable<int> rows)
    {
        foreach (var row in rows)
        {
            foreach (var each in exchanges)
                each?.Leave(row);
            foreach (var program in plain)
                program?.SetPrice(row, Price(row, 1));
            foreach (var program in stated)
                program?.SetPrice(row, Price(row, StatedRowPrice));
        }
    }

    private ElasticProgram Priced(ElasticProgram program, double priceOfStated)
    {
        for (var row = 0; row < model.Rows.Count; row++)
            program.SetPrice(row, Price(row, priceOfStated));
        return program;
    }

    private double Price(int row, double priceOfStated) =>
        model.Rows[row].Rows.Sum(each => loss.Of(each) * (Array.Exists(each.Cells, statedCells.Contains) ? priceOfStated : 1));

    public void Dispose()
    {
        foreach (var program in plain.Concat(stated))
            program?.Dispose();
    }
}
