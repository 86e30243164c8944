namespace Massar.Infrastructure.Web;

/// <summary>The workbooks and lists that come in by a form.</summary>
public static class SheetFiles
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
