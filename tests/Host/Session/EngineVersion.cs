using System.Management.Automation;
using System.Reflection;

namespace MicroK8s.Host.Session;

/// <summary>The engine's own version; its assembly version stays the same through all releases of 7.6.</summary>
internal static class EngineVersion
{
    public static Version Value { get; } = Read();

    private static Version Read()
    {
        Assembly engine = typeof(PSObject).Assembly;
        string? text = engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return Version.TryParse(text?.Split(' ', '-', '+')[0], out Version? version)
            ? version : engine.GetName().Version!;
    }
}
