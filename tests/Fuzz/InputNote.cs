using System.Buffers.Binary;

namespace MicroK8s.Fuzz;

/// <summary>
/// A file with the number of the input that is about to run: when the process dies of it, this is what is left, and
/// the input can be made again of its number.
/// </summary>
internal sealed class InputNote(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly byte[] _number = new byte[sizeof(uint)];

    public void Write(uint iteration)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_number, iteration);
        RandomAccess.Write(_file.SafeFileHandle, _number, 0);
    }

    /// <summary>The number. Null if no input has begun.</summary>
    public static uint? Read(string path) =>
        File.Exists(path) && File.ReadAllBytes(path) is { Length: sizeof(uint) } number
            ? BinaryPrimitives.ReadUInt32BigEndian(number)
            : null;

    public void Dispose() => _file.Dispose();
}
