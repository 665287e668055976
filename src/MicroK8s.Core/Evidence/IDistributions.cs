namespace MicroK8s.Evidence;

/// <summary>
/// The special functions that the tests need; Core has no packages of its own. An implementation is exact to about
/// eight digits for parameters from 0.5 to 10 million, and has no state.
/// </summary>
public interface IDistributions
{
    /// <summary>The natural logarithm of the beta function, ln B(a, b).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    double LogBeta(double a, double b);

    /// <summary>
    /// The regularised incomplete beta function I_x(a, b): the probability that a Beta(a, b) variable is at most x.
    /// </summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0 to 1.</param>
    /// <returns>0 to 1; 0 where it is too small for a double.</returns>
    double BetaBelow(double a, double b, double x);

    /// <summary>
    /// The other tail, 1 - I_x(a, b), without the loss of digits of that subtraction.
    /// </summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0 to 1.</param>
    /// <returns>0 to 1; 0 where it is too small for a double.</returns>
    double BetaAbove(double a, double b, double x);
}
