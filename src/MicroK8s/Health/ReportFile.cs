using MicroK8s.Errors;
using MicroK8s.Health.Reports;

namespace MicroK8s.Commands.Health;

/// <summary>
/// One file of a report. It is written whole or not at all: beside its place first, and then moved there.
/// </summary>
/// <param name="Path">The full path.</param>
/// <param name="Format">What is in it.</param>
/// <param name="Force">Whether a file that is there is replaced.</param>
internal sealed record ReportFile(string Path, ReportFormat Format, bool Force)
{
    /// <summary>Checks what can be known before the report is made.</summary>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    public void Check()
    {
        if (Directory.Exists(Path)) throw InvalidInput.Of("Path", Path, "is a folder", "Name a file in it.");
        string? folder = System.IO.Path.GetDirectoryName(Path);
        if (!Directory.Exists(folder))
        {
            throw InvalidInput.Of("Path", Path, $"is in the folder '{folder}', which does not exist");
        }

        if (File.Exists(Path) && !Force) throw IsThere();
    }

    /// <summary>Writes the file: UTF-8 without a mark, line feeds.</summary>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    public void Write(string text)
    {
        string beside = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(beside, text);
            if (File.Exists(Path) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(Path));
            }

            File.Move(beside, Path, Force);
        }
        catch (IOException) when (!Force && File.Exists(Path))
        {
            throw IsThere();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"The file '{Path}' cannot be written: {exception.Message}", Path,
                inner: exception);
        }
        finally
        {
            // After the move there is none.
            File.Delete(beside);
        }
    }

    private ClusterException IsThere() => new(
        ClusterFault.AlreadyExists,
        $"The file '{Path}' already exists. Nothing was written to it; -Force replaces it.", Path,
        "Add -Force, or choose another path.");
}
