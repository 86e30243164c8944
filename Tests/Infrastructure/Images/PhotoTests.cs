using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Massar.Infrastructure.Images;

namespace Massar.Tests.Infrastructure.Images;

public sealed class PhotoTests
{
    [Theory]
    [InlineData(600, 800, 600, 800)]
    [InlineData(3000, 4000, 600, 800)]
    [InlineData(4000, 3000, 600, 450)]
    [InlineData(1200, 400, 600, 200)]
    [InlineData(100, 120, 100, 120)] // a small one is not blown up
    public async Task A_photo_is_made_small_and_stays_in_shape(int width, int height, int keptWidth, int keptHeight)
    {
        var photo = Taken(await Read(Png(width, height)));

        Assert.Equal((keptWidth, keptHeight), (photo.Width, photo.Height));
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, keptWidth, keptHeight, false), ImageHeader.Read(photo.Jpeg));
        Assert.InRange(photo.Jpeg.Length, 500, PhotoSize.Face.Bytes);
    }

    [Fact]
    public async Task A_photographed_paper_keeps_its_small_print()
    {
        var photo = Taken(await PhotoIntake.Read(Png(1800, 2400), PhotoSize.Paper));
        Assert.Equal((1600, 2133), (photo.Width, photo.Height));
        Assert.InRange(photo.Jpeg.Length, 1_000, PhotoSize.Paper.Bytes);
    }

    [Fact]
    public async Task Noise_that_hardly_compresses_is_brought_under_the_limit()
    {
        var random = new Random(42);
        var photo = Taken(await Read(Png(1200, 1600, (_, _) => ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))));

        Assert.InRange(photo.Jpeg.Length, 20_000, PhotoSize.Face.Bytes);
        Assert.Equal(0.75, (double)photo.Width / photo.Height, 2);
    }

    [Fact]
    public async Task Nothing_of_the_senders_file_is_kept()
    {
        var jpeg = Taken(await Read(Png(300, 400))).Jpeg;
        var sent = WithExif(jpeg, orientation: 1, "GPS 33.9716 -6.8498 secret place");
        Assert.True(Holds(sent, "secret place"));

        var kept = Taken(await Read(sent)).Jpeg;

        Assert.False(Holds(kept, "secret place"));
        Assert.False(Holds(kept, "Exif"));
    }

    [Theory]
    [InlineData(1, 300, 400)]
    [InlineData(3, 300, 400)]
    [InlineData(6, 400, 300)]
    [InlineData(8, 400, 300)]
    public async Task A_photo_is_turned_as_the_camera_was_held(int orientation, int width, int height)
    {
        // Red on top, blue below.
        var jpeg = Taken(await Read(Png(300, 400, (_, y) => y < 200 ? ((byte)255, (byte)0, (byte)0) : ((byte)0, (byte)0, (byte)255)))).Jpeg;

        var turned = Taken(await Read(WithExif(jpeg, orientation, "x")));

        Assert.Equal((width, height), (turned.Width, turned.Height));
    }

    [Fact]
    public async Task Transparency_becomes_white()
    {
        var clear = Taken(await Read(Png(200, 200, transparent: true))).Jpeg;
        var white = Taken(await Read(Png(200, 200, (_, _) => (255, 255, 255)))).Jpeg;

        // Blending may stray by a shade from pure white; black, which transparency would otherwise become, strays everywhere.
        var black = Taken(await Read(Png(200, 200, (_, _) => (0, 0, 0)))).Jpeg;
        Assert.Equal(white.Length, clear.Length);
        Assert.InRange(white.Zip(clear).Count(pair => pair.First != pair.Second), 0, 4);
        Assert.False(black.AsSpan().SequenceEqual(clear));
    }

    [Fact]
    public async Task A_pixel_flood_is_refused_before_it_is_decoded()
    {
        var before = Process.GetCurrentProcess().PeakWorkingSet64;

        Assert.Equal(PhotoProblem.TooLarge, (await Read(PngHeader(60_000, 60_000))).Problem);
        Assert.Equal(PhotoProblem.TooLarge, (await Read(PngHeader(30_000, 100))).Problem);
        Assert.Equal(PhotoProblem.TooLarge, (await Read(PngHeader(4_500, 4_500))).Problem);
        Assert.Equal(PhotoProblem.TooLarge, (await Read(JpegHeader(0xC0, 8_000, 6_000))).Problem);
        Assert.Equal(PhotoProblem.TooLarge, (await Read(JpegHeader(0xC2, 5_000, 5_000))).Problem);

        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 50_000_000);
    }

    [Fact]
    public async Task What_is_no_photo_says_so()
    {
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem([]));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem("GIF89a and more"u8.ToArray()));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem("%PDF-1.7"u8.ToArray()));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem([0xFF, 0xD8, 0xFF]));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem(PngHeader(0, 100)));
        Assert.Equal(PhotoProblem.NotAPhoto, await Problem(JpegHeader(0xC0, 500, 500, scans: 200))); // each pass costs time
        Assert.Equal(PhotoProblem.TooSmall, await Problem(Png(60, 300)));
        Assert.Equal(PhotoProblem.TooHeavy, await Problem(new byte[PhotoIntake.MaxBytes + 1]));
        Assert.Equal("ui.photo.too-heavy", (await Read(new byte[PhotoIntake.MaxBytes + 1])).Key);

        static async Task<PhotoProblem?> Problem(byte[] file) => (await Read(file)).Problem;
    }

    [Fact]
    public async Task A_damaged_file_is_refused_and_never_brings_the_program_down()
    {
        var random = new Random(7);
        byte[][] good = [Png(200, 260), Taken(await Read(Png(200, 260))).Jpeg];

        Assert.Equal(PhotoProblem.Damaged, (await Read(good[0].AsMemory(0, good[0].Length / 2))).Problem);
        Assert.Equal(PhotoProblem.Damaged, (await Read(PngHeader(200, 200))).Problem);
        Assert.Equal(PhotoProblem.Damaged, (await Read(good[1].AsMemory(0, good[1].Length / 2))).Problem); // its end mark is missing
        for (var i = 0; i < 300; i++)
        {
            var file = (byte[])good[i % 2].Clone();
            for (var hit = 0; hit < 1 + i % 8; hit++) file[random.Next(file.Length)] = (byte)random.Next(256);

            var reading = await Read(file.AsMemory(0, i % 3 == 0 ? random.Next(1, file.Length) : file.Length));

            Assert.True(reading.Photo is null != reading.Problem is null);
        }
    }

    private static Photo Taken(PhotoReading reading)
    {
        Assert.Null(reading.Problem);
        return reading.Photo!;
    }

    private static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    // A PNG written here: signature, IHDR, one IDAT, IEND.
    private static byte[] Png(int width, int height, Func<int, int, (byte R, byte G, byte B)>? pixel = null, bool transparent = false)
    {
        pixel ??= (x, y) => ((byte)(x * 255 / width), (byte)(y * 255 / height), (byte)((x / 16 + y / 16) % 2 * 200));
        var depth = transparent ? 4 : 3;
        var rows = new byte[height * (1 + width * depth)];
        if (!transparent)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var at = y * (1 + width * depth) + 1 + x * depth;
                    (rows[at], rows[at + 1], rows[at + 2]) = pixel(x, y);
                }
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        return [.. PngHeader(width, height, transparent), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] PngHeader(int width, int height, bool transparent = false)
    {
        var ihdr = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(ihdr, width);
        BinaryPrimitives.WriteInt32BigEndian(ihdr.AsSpan(4), height);
        (ihdr[8], ihdr[9]) = (8, transparent ? (byte)6 : (byte)2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", ihdr)];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var length = new byte[4];
        var sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        return [.. length, .. body, .. sum];

        static uint Crc(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }

            return ~crc;
        }
    }

    // SOI, a frame header, then the beginnings of passes.
    private static byte[] JpegHeader(byte sof, int width, int height, int scans = 1) =>
    [
        0xFF, 0xD8, 0xFF, sof, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        .. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0], scans).SelectMany(scan => scan), 0xFF, 0xD9,
    ];

    // An APP1 segment behind SOI: little-endian TIFF with the orientation and a description.
    private static byte[] WithExif(byte[] jpeg, int orientation, string description)
    {
        var text = Encoding.ASCII.GetBytes(description + "\0");
        byte[] tiff =
        [
            .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            0x0E, 0x01, 2, 0, (byte)text.Length, 0, 0, 0, 38, 0, 0, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0, 0, 0, 0, .. text,
        ];
        byte[] segment = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((segment.Length + 2) >> 8), (byte)(segment.Length + 2), .. segment, .. jpeg.AsSpan(2)];
    }

    private static Task<PhotoReading> Read(ReadOnlyMemory<byte> file) => PhotoIntake.Read(file, PhotoSize.Face);
}
