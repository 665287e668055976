namespace MicroK8s.Routing;

/// <summary>
/// Weights of Istio are relative: any total but 0 is valid (istio, pkg/config/validation, <c>validateWeights</c>).
/// Here they become whole percent.
/// </summary>
public static class WeightArithmetic
{
    /// <summary>What weights mean in percent, by the largest remainder, so that the parts always add up.</summary>
    /// <param name="weights">
    /// The weights as written; null where one is omitted, which is 0 beside others. A destination that is alone gets
    /// everything, whatever its weight. Negative weights, which some controllers have written, count as 0.
    /// </param>
    /// <returns>Whole percent with a total of 100, or all 0 if no weight is positive.</returns>
    public static IReadOnlyList<int> Percent(IReadOnlyList<int?> weights) =>
        weights.Count == 1 ? [100] : Share(100, [.. weights.Select(weight => weight ?? 0)]);

    /// <summary>Shares a total in proportion, by the largest remainder; of equal remainders the first wins.</summary>
    /// <param name="total">What is shared, not negative.</param>
    /// <param name="weights">The proportion; negative weights count as 0.</param>
    /// <returns>One part per weight; all 0 if no weight is positive.</returns>
    public static IReadOnlyList<int> Share(int total, IReadOnlyList<int> weights)
    {
        long[] positive = [.. weights.Select(weight => (long)Math.Max(weight, 0))];
        long sum = positive.Sum();
        if (sum == 0) return new int[weights.Count];

        int[] parts = [.. positive.Select(weight => (int)(weight * total / sum))];
        IEnumerable<int> byRemainder = Enumerable.Range(0, parts.Length)
            .OrderByDescending(index => positive[index] * total % sum);
        foreach (int index in byRemainder.Take(total - parts.Sum())) parts[index]++;
        return parts;
    }
}
