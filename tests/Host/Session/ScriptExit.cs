using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MicroK8s.Host.Session;

/// <summary>
/// Makes <c>exit N</c> in the next script file end the session with N, as under pwsh. Without it the engine takes the
/// script for one called by another: N would only be left in $LASTEXITCODE, where a native program's code is found
/// just as well. The switch has no public name; the engine's version is pinned, and a missing one fails loudly.
/// </summary>
internal static class ScriptExit
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    public static void Propagate(Runspace runspace)
    {
        object context = Find(typeof(Runspace), "ExecutionContext").GetValue(runspace)!;
        Find(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    private static PropertyInfo Find(Type type, string name) =>
        type.GetProperty(name, Hidden) ?? throw new MissingMemberException(type.FullName, name);
}
