using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>One coefficient of the segmented regression, in the unit of the values (slopes: per period).</summary>
internal sealed record Coefficient(double Value, double StandardError, double T, int DegreesOfFreedom)
{
    /// <summary>Two-sided p.</summary>
    public double PTwo => 2 * StudentT.CDF(0, 1, DegreesOfFreedom, -Math.Abs(T));
}

/// <summary>Segmented regression around the onset. With a closed gate the coefficients are null.</summary>
internal sealed record InterruptedSeriesResult(TestGate Gate, int Periods)
{
    public int AdjacentPairs { get; init; }
    public double R1 { get; init; } = double.NaN;
    public double Rho { get; init; } = double.NaN;
    public int DegreesOfFreedom { get; init; }

    /// <summary>Residual variance, s².</summary>
    public double Variance { get; init; } = double.NaN;

    public Coefficient? Intercept { get; init; }
    public Coefficient? SlopeBefore { get; init; }
    public Coefficient? LevelChange { get; init; }
    public Coefficient? SlopeChange { get; init; }

    /// <summary>Fitted with the crisis minus fitted without it, at the last observed period.</summary>
    public Coefficient? Gap { get; init; }

    public double GapLow { get; init; } = double.NaN;
    public double GapHigh { get; init; } = double.NaN;

    /// <summary>One-sided p of the gap for a rise.</summary>
    public double GapPUp => Gap is null ? double.NaN : StudentT.CDF(0, 1, DegreesOfFreedom, -Gap.T);

    /// <summary>The baseline was already rising: positive slope before with a two-sided p under 0.10.</summary>
    public bool WasRisingBefore => SlopeBefore is { Value: > 0, PTwo: < 0.10 };
}

/// <summary>Whether level or slope jumped at the onset beyond what was already going on. An explanation beside the level change, never the test.</summary>
/// <remarks>One-step generalised least squares with AR(1) errors, t with M − 4 degrees of freedom (without gaps the Prais–Winsten transform).
/// The covariance of an AR(1) read at uneven times is Markov, so whitening each period by the one before it is the inverse of R exactly, in one pass.
/// Turner et al. (2021), doi 10.1186/s12874-021-01364-0. Specification: trend statistics, section 9.</remarks>
internal static class InterruptedSeries
{
    private const int EnoughPeriods = 8;
    private const int Parameters = 4;

    /// <param name="observations">Observed periods in order of time; unweighted here.</param>
    public static InterruptedSeriesResult Test(Observation[] observations, long onset, double confidence = 0.95)
    {
        var m = observations.Length;
        var before = LevelChange.CountBefore(observations, onset);
        if (before < EnoughPeriods || m - before < EnoughPeriods)
            return new(TestGate.TooFewPeriods, m);

        // The rows of the design one after another: 1, x, step, x since the onset.
        var (z, y, size) = (new double[m * Parameters], new double[m], 0.0);
        for (var i = 0; i < m; i++)
        {
            var x = observations[i].T - onset;
            (z[i * Parameters], z[i * Parameters + 1]) = (1, x);
            if (x >= 0)
                (z[i * Parameters + 2], z[i * Parameters + 3]) = (1, x);
            y[i] = observations[i].Value;
            size += y[i] * y[i];
        }

        var (residuals, _, _) = LeastSquares(z, y);
        bool IsPair(int i) => observations[i + 1].T - observations[i].T == 1;
        var (r1, rho) = CarryOver.Of(residuals, IsPair, lost: 1, added: 4, taken: 8, size);

        for (var i = m - 1; i > 0; i--)
        {
            var carry = CarryOver.After(observations[i].T - observations[i - 1].T, rho);
            var scale = 1 / Math.Sqrt(1 - carry * carry);
            for (var column = 0; column < Parameters; column++)
                z[i * Parameters + column] = (z[i * Parameters + column] - carry * z[(i - 1) * Parameters + column]) * scale;
            y[i] = (y[i] - carry * y[i - 1]) * scale;
        }

        var (left, beta, inverse) = LeastSquares(z, y);
        var pairs = 0;
        for (var i = 0; i + 1 < m; i++)
            pairs += IsPair(i) ? 1 : 0;
        var (df, squares) = (m - Parameters, 0.0);
        foreach (var error in left)
            squares += error * error;
        var variance = squares / df;
        double Covariance(int row, int column) => inverse[row, column] * variance;
        var reach = observations[^1].T - onset;
        var gap = Of(beta[2] + beta[3] * reach, Covariance(2, 2) + 2 * reach * Covariance(2, 3) + (double)reach * reach * Covariance(3, 3), df);
        var half = Quantiles.T(1 - (1 - confidence) / 2, df) * gap.StandardError;
        return new(TestGate.Open, m)
        {
            AdjacentPairs = pairs,
            R1 = r1,
            Rho = rho,
            DegreesOfFreedom = df,
            Variance = variance,
            Intercept = Of(beta[0], Covariance(0, 0), df),
            SlopeBefore = Of(beta[1], Covariance(1, 1), df),
            LevelChange = Of(beta[2], Covariance(2, 2), df),
            SlopeChange = Of(beta[3], Covariance(3, 3), df),
            Gap = gap,
            GapLow = gap.Value - half,
            GapHigh = gap.Value + half,
        };
    }

    /// <summary>Ordinary least squares by the normal equations, four by four: x stays within some hundred periods, so they are well conditioned.</summary>
    private static (double[] Residuals, double[] Beta, double[,] Inverse) LeastSquares(double[] z, double[] y)
    {
        var (product, right) = (new double[Parameters, Parameters], new double[Parameters]);
        for (var i = 0; i < y.Length; i++)
        {
            var at = z.AsSpan(i * Parameters, Parameters);
            for (var row = 0; row < Parameters; row++)
            {
                right[row] += at[row] * y[i];
                for (var column = 0; column <= row; column++)
                    product[row, column] += at[row] * at[column];
            }
        }

        var inverse = Inverse(product);
        var beta = new double[Parameters];
        for (var row = 0; row < Parameters; row++)
        {
            for (var column = 0; column < Parameters; column++)
                beta[row] += inverse[row, column] * right[column];
        }

        var residuals = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var at = z.AsSpan(i * Parameters, Parameters);
            residuals[i] = y[i] - (at[0] * beta[0] + at[1] * beta[1] + at[2] * beta[2] + at[3] * beta[3]);
        }

        return (residuals, beta, inverse);
    }

    /// <summary>Inverse of a symmetric positive definite matrix, by Cholesky; only its lower half is read.</summary>
    private static double[,] Inverse(double[,] matrix)
    {
        var lower = new double[Parameters, Parameters];
        for (var row = 0; row < Parameters; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[row, column];
                for (var k = 0; k < column; k++)
                    sum -= lower[row, k] * lower[column, k];
                lower[row, column] = row == column ? Math.Sqrt(sum) : sum / lower[column, column];
            }
        }

        var inverse = new double[Parameters, Parameters];
        Span<double> solved = stackalloc double[Parameters];
        for (var unit = 0; unit < Parameters; unit++)
        {
            for (var row = 0; row < Parameters; row++)
            {
                solved[row] = row == unit ? 1 : 0;
                for (var k = 0; k < row; k++)
                    solved[row] -= lower[row, k] * solved[k];
                solved[row] /= lower[row, row];
            }

            for (var row = Parameters - 1; row >= 0; row--)
            {
                for (var k = row + 1; k < Parameters; k++)
                    solved[row] -= lower[k, row] * solved[k];
                solved[row] /= lower[row, row];
                inverse[row, unit] = solved[row];
            }
        }

        return inverse;
    }

    // An exact line leaves nothing to test against: t is 0, as everywhere where a standard error is 0.
    private static Coefficient Of(double value, double variance, int df)
    {
        var error = Math.Sqrt(Math.Max(0, variance));
        var t = error > 0 ? value / error : 0;
        return new(value, error, t, df);
    }
}
