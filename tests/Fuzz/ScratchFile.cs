namespace MicroK8s.Fuzz;

/// <summary>A file that is there for one target, in memory where the system has such a folder.</summary>
internal sealed class ScratchFile : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    public string Path { get; } = System.IO.Path.Combine(
        Directory.Exists(MemoryFolder) ? MemoryFolder : System.IO.Path.GetTempPath(),
        $"microk8s-fuzz-{Guid.NewGuid():N}");

    public void Write(byte[] content) => File.WriteAllBytes(Path, content);

    public void Write(string content) => File.WriteAllText(Path, content);

    public void Dispose() => File.Delete(Path);
}
