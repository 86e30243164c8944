using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Marks.ExportWorkbook;

public sealed record Query(int ClassId, string Subject, int Semester) : IQuery<Workbook>;

public sealed record Workbook(string Name, byte[] Content, int Pupils);

public sealed class Handler(SheetBooks books) : IQueryHandler<Query, Workbook>
{
    public async Task<Outcome<Workbook>> Handle(Query request, CancellationToken cancellationToken) =>
        await books.Load(request.ClassId, request.Subject, request.Semester, cancellationToken) is { } book
            ? new Workbook(NotesCcWriter.TeacherFileName(book.Sheet), NotesCcWriter.Write(book.Sheet), book.Sheet.Rows.Count)
            : Refusal.NotFound;
}
