using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Requests and limits of a container (kubernetes, pkg/apis/core/validation).</summary>
public static partial class ResourceAmounts
{
    private static readonly string[] Plain = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>Reads amounts by resource name.</summary>
    /// <param name="pairs">Resource names and amounts as given. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyDictionary<string, Quantity> Parse(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter)
    {
        var amounts = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach ((string given, object? value) in pairs ?? [])
        {
            string name =
                Plain.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? given;
            CheckName(name, parameter);
            amounts[name] = ParseAmount(name, InputText.Of(parameter, given, value), parameter);
        }

        return amounts;
    }

    /// <summary>
    /// Checks that no request is above its limit, and that what cannot be shared out twice (huge pages, devices) is
    /// limited to exactly what is requested (kubernetes, pkg/apis/core/validation,
    /// <c>ValidateContainerResourceRequirements</c>).
    /// </summary>
    /// <param name="requests">What is reserved.</param>
    /// <param name="limits">What may be used at most.</param>
    /// <param name="parameter">The parameter that the requests came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckWithin(
        IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits,
        string parameter = "Request")
    {
        foreach ((string name, Quantity request) in requests)
        {
            string given = $"{name}={request.Text}";
            Quantity? limit = limits.GetValueOrDefault(name);
            if (limit is not null && request.Nanos > limit.Nanos)
            {
                throw InvalidInput.Of(parameter, given, $"is more than the limit {limit.Text}");
            }

            if (!Plain.Contains(name) && request.Nanos != limit?.Nanos)
            {
                throw InvalidInput.Of(
                    parameter, given, $"must have the same -Limit, which is {limit?.Text ?? "not given"}");
            }
        }

        string? pages = requests.Keys.Concat(limits.Keys).FirstOrDefault(HugePages().IsMatch);
        if (pages is not null && !requests.Keys.Concat(limits.Keys).Any(name => name is "cpu" or "memory"))
        {
            throw InvalidInput.Of(parameter, pages, "needs a request or limit of cpu or memory beside it");
        }
    }

    private static Quantity ParseAmount(string name, string text, string parameter)
    {
        var amount = Quantity.Parse(text, parameter, name);
        if (amount.Nanos.Sign < 0) throw InvalidInput.Of(parameter, $"{name}={text}", "is negative");

        // Only CPU comes in fractions; '64m' of memory is 0.064 bytes, and never meant.
        if (name != "cpu" && !amount.IsWhole)
        {
            throw InvalidInput.Of(
                parameter, $"{name}={text}", "is a fraction of a unit",
                text.EndsWith('m') ? $"'m' means thousandths; write '{text[..^1]}Mi' for mebibytes." : null);
        }

        return amount;
    }

    private static void CheckName(string name, string parameter)
    {
        if (Plain.Contains(name) || HugePages().IsMatch(name)) return;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            NameRules.CheckKey(name, parameter);
            return;
        }

        throw InvalidInput.Of(
            parameter, name, "is no resource: cpu, memory, ephemeral-storage, hugepages-SIZE or VENDOR/NAME",
            Suggestions.For(name, Plain));
    }

    [GeneratedRegex("^hugepages-[0-9]+[KMG]i\\z", RegexOptions.CultureInvariant)]
    private static partial Regex HugePages();
}
