using System.Globalization;
using System.Text.Json;

namespace MicroK8s.Tests.Habits;

/// <summary>A credential plugin that is a shell script, in a folder of its own where it can leave files.</summary>
internal sealed class PluginScript : IDisposable
{
    private const string Credential =
        """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}""";

    private readonly TemporaryFolder _folder = new();

    /// <param name="server">The server; without TLS no plugin would be asked.</param>
    /// <param name="body">
    /// The script; <c>$DIR</c> is the folder, and <c>$CREDENTIAL</c> what a good plugin writes.
    /// </param>
    public PluginScript(string server, string body)
    {
        _folder.Write("plugin.sh", $"DIR='{_folder.Path}'\nCREDENTIAL='{Credential}'\n{body}\n");
        string user = JsonSerializer.Serialize(new
        {
            exec = new
            {
                apiVersion = "client.authentication.k8s.io/v1",
                command = "/bin/sh",
                args = new[] { Path.Combine(_folder.Path, "plugin.sh") },
            },
        });
        _folder.Write("config", KubeConfigText.For(server, user, ", insecure-skip-tls-verify: true"));
    }

    public string KubeConfig => FileOf("config");

    /// <summary>Ends when the script has written a file.</summary>
    public async Task WrittenAsync(string name)
    {
        for (int i = 0; i < 600 && !File.Exists(FileOf(name)); i++) await Task.Delay(50);
        Assert.True(File.Exists(FileOf(name)), $"The plugin wrote no {name}.");
    }

    /// <summary>Writes a file for the script to find.</summary>
    public void Write(string name) => _folder.Write(name, "");

    /// <summary>The lines of a file that the script writes.</summary>
    public string[] Lines(string name) => File.Exists(FileOf(name)) ? File.ReadAllLines(FileOf(name)) : [];

    /// <summary>How long it takes until no process of the numbers in a file is there any more.</summary>
    public async Task<TimeSpan> GoneAsync(string name)
    {
        int[] numbers = [.. Lines(name).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        Assert.NotEmpty(numbers);
        long start = TimeProvider.System.GetTimestamp();
        while (numbers.Any(IsRunning) && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(20);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>One that has ended and that nobody has asked for yet is not running.</summary>
    private static bool IsRunning(int number)
    {
        try
        {
            string state = File.ReadAllText($"/proc/{number}/stat");
            return state[state.LastIndexOf(')')..] is not [_, _, 'Z' or 'X', ..];
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string FileOf(string name) => Path.Combine(_folder.Path, name);
}
