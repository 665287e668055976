namespace MicroK8s.KubeApi.Streams;

/// <summary>What arrived on one stream of a SPDY connection.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Data">The bytes; may be empty.</param>
/// <param name="IsLast">Whether the other side has closed the stream with it.</param>
internal readonly record struct SpdyFrame(int Stream, ReadOnlyMemory<byte> Data, bool IsLast);
