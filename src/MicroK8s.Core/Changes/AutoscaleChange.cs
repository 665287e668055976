using MicroK8s.Errors;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>A change of how the number of pods follows the load: what is not named stays.</summary>
internal sealed class AutoscaleChange
{
    private readonly Dictionary<string, object?> _given;

    private AutoscaleChange(Dictionary<string, object?> given) => _given = given;

    /// <summary>Reads a change; a key whose value is null goes.</summary>
    /// <param name="value">A hashtable, or a text <c>Max=10;Cpu=70</c>.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static AutoscaleChange Read(object value)
    {
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, object? item) in InputList.Pairs(value, "Autoscale")) given[key] = item;
        if (given.Count == 0) throw InvalidInput.Of("Autoscale", "", "names nothing: neither Min, Max, Cpu nor Memory");
        foreach (string bound in new[] { "Min", "Max" })
        {
            if (given.TryGetValue(bound, out object? number) && number is null)
            {
                throw InvalidInput.Of("Autoscale", bound, "cannot go", "To remove the autoscaler: -Autoscale $null.");
            }
        }

        // Wrong values are found before anything is looked at; a bound that is not named is as it must be.
        var change = new AutoscaleChange(given);
        change.Over(new AutoscaleSpec(1, int.MaxValue, null, null));
        return change;
    }

    /// <summary>Whether a key is named.</summary>
    /// <param name="key">The key.</param>
    public bool Names(string key) => _given.ContainsKey(key);

    /// <summary>Whether a key is to go.</summary>
    /// <param name="key">The key.</param>
    public bool Removes(string key) => _given.TryGetValue(key, out object? value) && value is null;

    /// <summary>How it is to be.</summary>
    /// <param name="now">How it is. Null if there is no autoscaler.</param>
    /// <exception cref="ClusterException">InvalidSpec: the bounds contradict, or a new one has no Max.</exception>
    public AutoscaleSpec Over(AutoscaleSpec? now)
    {
        var all = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (now is not null)
        {
            (all["Min"], all["Max"]) = ($"{now.Min}", $"{now.Max}");
            if (now.Cpu is { } cpu) all["Cpu"] = $"{cpu}";
            if (now.Memory is { } memory) all["Memory"] = $"{memory}";
        }

        foreach ((string key, object? value) in _given) all[key] = value;
        return AutoscaleSpec.Parse(all.Where(pair => pair.Value is not null).ToArray());
    }
}
