namespace Massar.Features.Messages.Domain;

/// <summary>The picture and the voice note of a posted form, in memory and not judged yet.</summary>
public static class FormPicture
{
    public static Task<byte[]?> Read(IFormCollection form, CancellationToken ct) => Read(form, "Picture", ct);

    public static Task<byte[]?> ReadVoice(IFormCollection form, CancellationToken ct) => Read(form, "Voice", ct);

    private static async Task<byte[]?> Read(IFormCollection form, string name, CancellationToken ct)
    {
        if (form.Files.GetFile(name) is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }
}
