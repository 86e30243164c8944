namespace Massar.Features.Messages.Domain;

/// <summary>The picture of a posted form, in memory and not judged yet.</summary>
public static class FormPicture
{
    public static async Task<byte[]?> Read(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Picture") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }
}
