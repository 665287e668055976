using MathNet.Numerics;
using MicroK8s.Evidence;

namespace MicroK8s.KubeApi.Statistics;

/// <summary>The special functions of Math.NET. It is loaded by the first call, not by making one of these.</summary>
internal sealed class MathNetDistributions : IDistributions
{
    public double LogBeta(double a, double b) => SpecialFunctions.BetaLn(a, b);

    public double BetaBelow(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);

    public double BetaAbove(double a, double b, double x) => SpecialFunctions.BetaRegularized(b, a, 1 - x);
}
