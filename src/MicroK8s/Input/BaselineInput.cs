using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Health.Baseline;

namespace MicroK8s.Commands.Input;

/// <summary>The file of -Baseline.</summary>
internal static class BaselineInput
{
    private const string Parameter = "Baseline";

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="ClusterException">InvalidSpec: there is no such file, or it is none.</exception>
    public static HealthBaseline Read(PathIntrinsics paths, string path)
    {
        string file = InputFiles.Place(paths, path, Parameter);
        if (!File.Exists(file) && !Directory.Exists(file))
        {
            throw InvalidInput.Of(
                Parameter, path, "does not exist", "Make a baseline: Export-ClusterHealthReport -Path baseline.json.");
        }

        return BaselineFile.Read(InputFiles.Read(file, Parameter), Parameter, path);
    }
}
