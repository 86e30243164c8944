namespace Massar.Infrastructure.Web;

/// <summary>The workbooks and lists that come in by a form.</summary>
public static class SheetFiles
{
    /// <summary>The one uploaded file of a form, read whole; null when there is none.</summary>
    public static async Task<(string Name, byte[] Content)?> Uploaded(HttpRequest request, CancellationToken ct)
    {
        var all = await AllUploaded(request, ct);
        return all.Count == 0 ? null : all[0];
    }

    /// <summary>All files of the field, read whole; those without a byte are left out.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Content)>> AllUploaded(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return [];
        var files = new List<(string, byte[])>();
        foreach (var file in (await request.ReadFormAsync(ct)).Files.GetFiles("File").Where(f => f.Length > 0))
        {
            using var content = new MemoryStream();
            await using var stream = file.OpenReadStream();
            await stream.CopyToAsync(content, ct);
            files.Add((Path.GetFileName(file.FileName), content.ToArray()));
        }

        return files;
    }
}
