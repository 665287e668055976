using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>The names that a parameter asks for, some of which may be wildcards.</summary>
internal sealed class NameSelection
{
    private readonly WildcardPattern[] _patterns;
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the names.</summary>
    /// <exception cref="ClusterException">InvalidSpec: a wildcard is wrong.</exception>
    public NameSelection(IReadOnlyList<string> names)
    {
        string[] plain = [.. names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name))];
        Names = plain.Length == names.Count ? plain : [];
        _missing.UnionWith(plain);
        _patterns = [.. names.Select(Pattern)];
    }

    /// <summary>The names, if none is a wildcard; else none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names without a wildcard that were not seen.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    public bool IsMatch(string name) => _patterns.Any(pattern => pattern.IsMatch(name));

    /// <summary>Notes that a service of this name is there.</summary>
    public void See(string name) => _missing.Remove(name);

    private static WildcardPattern Pattern(string name)
    {
        try
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);

            // A wrong one is told only when it is used.
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw InvalidInput.Of("Name", name, "is no valid wildcard",
                "A bracket needs its end; ` takes its meaning away.");
        }
    }
}
