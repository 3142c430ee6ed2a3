using System.IO.Compression;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Cases of an SPSS system file, one after the other, in cells of eight bytes.</summary>
internal sealed class SavCases : IDisposable
{
    // The lowest number there is stands for «nothing».
    private const double Nothing = -double.MaxValue;

    private readonly SavFile file;
    private readonly Stream input;
    private readonly byte[] codes = new byte[8];
    private int code = 8;

    /// <param name="input">Stands behind the dictionary.</param>
    public SavCases(SavFile file, Stream input)
    {
        this.file = file;
        Cells = new byte[8 * file.Slots];
        this.input = file.Compression switch
        {
            0 or 1 => input,
            2 => new DeflatedBlocks(file, input),
            _ => throw new InvalidDataException(),
        };
    }

    /// <summary>The current case.</summary>
    public byte[] Cells { get; }

    /// <returns>False behind the last case.</returns>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    public bool Next()
    {
        if (file.Compression == 0)
            return Whole(input.ReadAtLeast(Cells, Cells.Length, throwOnEndOfStream: false));
        for (var slot = 0; slot < file.Slots; slot++)
        {
            if (!TrySlot(Cells.AsSpan(8 * slot, 8)))
                return Whole(8 * slot);
        }

        return true;
    }

    public static bool IsNothing(double number) => number == Nothing;

    public void Dispose() => input.Dispose();

    private bool Whole(int bytes) => bytes == Cells.Length || (bytes == 0 ? false : throw new EndOfStreamException());

    private bool TrySlot(Span<byte> cell)
    {
        while (true)
        {
            if (code == codes.Length)
            {
                if (!TryCodes())
                    return false;
                code = 0;
            }

            switch (codes[code++])
            {
                case 0:
                    continue;
                case 252:
                    code = codes.Length;
                    return false;
                case 253:
                    input.ReadExactly(cell);
                    return true;
                case 254:
                    cell.Fill((byte)' ');
                    return true;
                case 255:
                    file.Write(cell, Nothing);
                    return true;
                case var number:
                    file.Write(cell, number - file.Bias);
                    return true;
            }
        }
    }

    private bool TryCodes()
    {
        var read = input.ReadAtLeast(codes, codes.Length, throwOnEndOfStream: false);
        return read == codes.Length || (read == 0 ? false : throw new EndOfStreamException());
    }

    /// <summary>The deflated blocks of a .zsav file, as one stream.</summary>
    private sealed class DeflatedBlocks : Stream
    {
        private readonly Stream input;
        private readonly Queue<(long Offset, int Length)> blocks = new();
        private Stream? block;

        public DeflatedBlocks(SavFile file, Stream input)
        {
            this.input = input;
            var places = new byte[24];
            input.ReadExactly(places);
            input.Position = file.Long(places.AsSpan(8));
            var trailer = new byte[24];
            input.ReadExactly(trailer);
            for (var left = file.Int(trailer.AsSpan(20)); left > 0; left--)
            {
                input.ReadExactly(places);
                blocks.Enqueue((file.Long(places.AsSpan(8)), file.Int(places.AsSpan(20))));
            }
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            while (true)
            {
                if (block?.Read(buffer) is > 0 and var read)
                    return read;
                if (!blocks.TryDequeue(out var next))
                    return 0;
                var bytes = new byte[next.Length];
                input.Position = next.Offset;
                input.ReadExactly(bytes);
                block = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            block?.Dispose();
            input.Dispose();
            base.Dispose(disposing);
        }
    }
}
