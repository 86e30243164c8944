namespace Massar.Features.Payslips.Parts;

/// <summary>The pay files that come into the area.</summary>
public static class PayFiles
{
    /// <summary>The one uploaded file of a form, read whole; null when there is none.</summary>
    public static async Task<(string Name, byte[] Content)?> Uploaded(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        var file = (await request.ReadFormAsync(ct)).Files.GetFile("File");
        if (file is null || file.Length == 0) return null;
        using var content = new MemoryStream();
        await using var stream = file.OpenReadStream();
        await stream.CopyToAsync(content, ct);
        return (Path.GetFileName(file.FileName), content.ToArray());
    }
}
