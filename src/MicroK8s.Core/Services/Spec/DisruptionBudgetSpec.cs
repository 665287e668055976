using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>How many pods a drain of nodes must leave: one of the two, as a number or in percent.</summary>
/// <param name="MinAvailable">Pods that must stay. Null if the other is given.</param>
/// <param name="MaxUnavailable">Pods that may be missing. Null if the other is given.</param>
public sealed record DisruptionBudgetSpec(string? MinAvailable, string? MaxUnavailable)
{
    private static readonly FieldShape Shape = new(
        "a disruption budget",
        new FieldMember("MinAvailable", FieldSchema.CountOrPercent, "Pods that must stay."),
        new FieldMember("MaxUnavailable", FieldSchema.CountOrPercent, "Pods that may be missing."));

    /// <summary>What it may be in a file.</summary>
    public static FieldSchema Schema => Shape.Schema;

    /// <summary>Reads it.</summary>
    /// <param name="value">A hashtable, or a text <c>MinAvailable=1</c>.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static DisruptionBudgetSpec Parse(object? value, string parameter = "DisruptionBudget")
    {
        FieldValues fields = Shape.Read(InputList.Pairs(value, parameter), parameter);
        IReadOnlyList<string> given = fields.Present("MinAvailable", "MaxUnavailable");
        if (given.Count != 1)
        {
            throw InvalidInput.Of(parameter, fields.Keys, "must have one of MinAvailable and MaxUnavailable");
        }

        string amount = InputText.CountOrPercent(parameter, given[0], fields[given[0]]);
        return given[0] == "MinAvailable"
            ? new DisruptionBudgetSpec(amount, null)
            : new DisruptionBudgetSpec(null, amount);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        MinAvailable is null ? $"at most {MaxUnavailable} missing" : $"at least {MinAvailable} available";
}
