using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TipAnalytics.Reports.Pdf;

/// <summary>A PNG with a palette as a picture of a PDF: the packed rows are taken as they are.</summary>
internal static class PdfPicture
{
    private const byte PaletteColours = 3;

    /// <param name="png">8 bits a pixel, palette, not interlaced, as the charts are.</param>
    /// <returns>Number of the picture object.</returns>
    public static int Add(PdfFile pdf, byte[] png)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        if (png[24] != 8 || png[25] != PaletteColours || png[28] != 0)
            throw new InvalidOperationException("a chart that is no PNG with a palette");
        var (palette, rows) = (Array.Empty<byte>(), new MemoryStream());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var data = png.AsSpan(at + 8, length);
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "PLTE":
                    palette = data.ToArray();
                    break;
                case "IDAT":
                    rows.Write(data);
                    break;
            }
            at += 12 + length;
        }
        return pdf.AddPacked(string.Create(CultureInfo.InvariantCulture,
            $"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB {palette.Length / 3 - 1}<{Convert.ToHexString(palette)}>]/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 1/BitsPerComponent 8/Columns {width}>>"), rows.ToArray());
    }
}
