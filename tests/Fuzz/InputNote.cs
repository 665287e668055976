using System.Buffers.Binary;

namespace MicroK8s.Fuzz;

/// <summary>
/// A file with the input that is about to run: when the process dies of it, this is what is left of it.
/// </summary>
internal sealed class InputNote(string path) : IDisposable
{
    private const int HeaderLength = 8;

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private byte[] _buffer = [];

    public void Write(uint iteration, byte[] input)
    {
        if (_buffer.Length < HeaderLength + input.Length) _buffer = new byte[2 * (HeaderLength + input.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(_buffer, iteration);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(4), input.Length);
        input.CopyTo(_buffer, HeaderLength);
        RandomAccess.Write(_file.SafeFileHandle, _buffer.AsSpan(0, HeaderLength + input.Length), 0);
    }

    public static (uint Iteration, byte[] Input) Read(string path)
    {
        byte[] all = File.ReadAllBytes(path);
        int length = BinaryPrimitives.ReadInt32BigEndian(all.AsSpan(4));
        return (BinaryPrimitives.ReadUInt32BigEndian(all), all[HeaderLength..(HeaderLength + length)]);
    }

    public void Dispose() => _file.Dispose();
}
