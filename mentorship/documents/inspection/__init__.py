"""«Папка проверки»: the evidence of a programme by stage in one streamed archive with its contents."""
